package io.github.vertxnsq.lookupd.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A browser's window with the console in it. */
final class Window {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** Chromium writes these for every answer that is no success, whatever the page makes of it. */
  private static final String NOT_A_SUCCESS = "Failed to load resource:";

  /** A daemon that is ended ends the connections of those who look. */
  private static final String NO_MORE_ANSWER = NOT_A_SUCCESS + " net::";

  private static final Set<String> WORTH_READING = Set.of("error", "warning");

  private final BrowserContext context;
  private final Page page;
  private final String root;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private boolean refusalsExpected;

  private Window(BrowserContext context, String root) {
    this.context = context;
    this.root = root;
    page = context.newPage();
    page.onConsoleMessage(this::listen);
    page.onPageError(complaints::add);
    page.exposeFunction("reportViolation", told -> complaints.add("CSP: " + told[0]));
    page.addInitScript(
        "addEventListener('securitypolicyviolation',"
            + " e => reportViolation(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}`));"
            + "window.alert = text => reportViolation('alert ' + text);");
  }

  static Window open(Browser browser, Look look, String root) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(look.width, look.height)
                .setColorScheme(look.colours)
                .setLocale("en-GB"));
    Window window = new Window(context, root);
    window.page.navigate(root + "/ui/");
    return window;
  }

  /** Another tab of the same browser. */
  Window openBeside() {
    Window window = new Window(context, root);
    window.page.navigate(root + "/ui/");
    return window;
  }

  /** Has the page believe that it is out of sight; without a screen Chromium never says so. */
  void hide() {
    turn(true);
  }

  void show() {
    turn(false);
  }

  private void turn(boolean hidden) {
    page.evaluate(
        "hidden => {"
            + "Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});"
            + "document.dispatchEvent(new Event('visibilitychange'));"
            + "}",
        hidden);
  }

  private void listen(ConsoleMessage message) {
    boolean expected = message.text().startsWith(refusalsExpected ? NOT_A_SUCCESS : NO_MORE_ANSWER);
    if (WORTH_READING.contains(message.type()) && !expected) {
      complaints.add(message.type() + ": " + message.text() + " " + message.location());
    }
  }

  /** From now on the daemon may refuse things. */
  Window expectRefusals() {
    refusalsExpected = true;
    return this;
  }

  List<String> complaints() {
    return complaints;
  }

  Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  /** Goes to the page with this fragment, which has this heading. */
  Window go(String fragment, String heading) {
    page.navigate(root + "/ui/" + fragment);
    assertThat(page.locator("h1")).containsText(heading);
    return this;
  }

  Window go(String fragment) {
    page.navigate(root + "/ui/" + fragment);
    return this;
  }

  Window awaitLive() {
    assertThat(page.locator(".lamp")).hasText("Live");
    return this;
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** The table or grid of this name. */
  Locator table(String name) {
    return page.locator("[aria-label='" + name + "'][aria-rowcount]");
  }

  /** The rows of a table in which this text is found. */
  Locator rows(String table, String text) {
    return table(table)
        .locator("[role=row]:not(.head)", new Locator.LocatorOptions().setHasText(text));
  }

  Locator dialog() {
    return page.locator("dialog[open]");
  }

  Locator inDialog(String button) {
    return dialog()
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true));
  }

  /** What a number of the overview says. */
  Locator count(String name) {
    return page.locator(
            ".counts > div",
            new Page.LocatorOptions()
                .setHas(page.getByText(name, new Page.GetByTextOptions().setExact(true))))
        .locator("dd");
  }

  /** How far the page can be scrolled to the side. */
  int sideways() {
    return (int)
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  void screenshot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve(name + ".png"))
            .setFullPage(false));
  }

  void close() {
    context.close();
  }
}
