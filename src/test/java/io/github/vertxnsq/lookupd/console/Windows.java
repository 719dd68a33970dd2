package io.github.vertxnsq.lookupd.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Opens windows of a real browser for a test, one browser for all tests. A test in whose windows
 * something went wrong fails, whatever it looked for itself.
 */
final class Windows implements BeforeEachCallback, AfterEachCallback {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final double PATIENCE_MILLIS = 20_000;

  /** Nothing but the daemon is to be asked for anything. */
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final List<Window> opened = new ArrayList<>();
  private Browser browser;

  /** The browser, until all tests are done. */
  private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
    static Running start() {
      PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(CHROMIUM)
                      .setArgs(ARGUMENTS)
                      .setTimeout(60_000));
      return new Running(playwright, browser);
    }

    @Override
    public void close() {
      playwright.close();
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    browser =
        context
            .getRoot()
            .getStore(Namespace.create(Windows.class))
            .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
            .browser();
  }

  /** A window of a browser that was never here before, at the console of this daemon. */
  Window open(int httpPort, Look look) {
    Window window = Window.open(browser, look, "http://127.0.0.1:" + httpPort);
    opened.add(window);
    return window;
  }

  Window open(int httpPort) {
    return open(httpPort, Look.LIGHT);
  }

  /** Another tab of the same browser, at the same console. */
  Window openBeside(Window window) {
    Window beside = window.openBeside();
    opened.add(beside);
    return beside;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<String> complaints = new ArrayList<>();
    for (Window window : opened) {
      if (context.getExecutionException().isPresent()) {
        window.screenshot("failed-" + context.getRequiredTestMethod().getName());
      }
      complaints.addAll(window.complaints());
      window.close();
    }
    opened.clear();
    if (context.getExecutionException().isEmpty()) {
      assertEquals(List.of(), complaints);
    }
  }
}
