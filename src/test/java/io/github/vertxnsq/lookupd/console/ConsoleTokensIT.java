package io.github.vertxnsq.lookupd.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where tokens are wanted, the console asks for one, and forgets it. */
@Timeout(180)
class ConsoleTokensIT {
  @RegisterExtension final Windows windows = new Windows();

  @TempDir private Path dir;
  private Path tokens;
  private String admin;
  private String reader;

  @BeforeEach
  void makeTokens() throws Exception {
    tokens = dir.resolve("tokens");
    admin = made("admin:alice");
    reader = made("read:bob");
  }

  private String made(String roleAndName) throws Exception {
    DaemonLauncher launcher = new DaemonLauncher().onlyArguments("-auth-new-token=" + roleAndName);
    try (DaemonProcess made = launcher.start()) {
      assertEquals(0, made.awaitExit(Duration.ofSeconds(20)));
      Files.write(tokens, made.stdout(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return made.stderr().get(1);
    }
  }

  private static void give(Window window, String token) {
    Locator field = window.dialog().getByLabel("Token");
    assertThat(field).isFocused();
    assertThat(field).hasAttribute("type", "password");
    field.fill(token);
    window.inDialog("Use token").click();
  }

  @Test
  void readsAskForATokenAndItIsInMemoryOnly() throws Exception {
    try (DaemonProcess daemon =
        DaemonProcess.start("-auth-token-file=" + tokens, "-auth-reads=true")) {
      Window window = windows.open(daemon.httpPort()).expectRefusals();
      assertThat(window.dialog()).containsText("A token is needed");
      window.dialog().getByLabel("Token").fill("no – token");
      assertThat(window.dialog().getByRole(AriaRole.ALERT)).containsText("A token has no blanks");
      assertThat(window.inDialog("Use token")).isDisabled();
      give(window, "of-nobody");
      assertThat(window.dialog()).containsText("not known, or does not allow this");
      give(window, reader);
      window.awaitLive();
      assertThat(window.dialog()).hasCount(0);
      assertThat(window.count("Topics")).hasText("0");
      assertForgotten(window, reader);

      // The reader's will not do for this: another one is asked for, and what was asked goes on.
      window.go("#/topics", "Topics").button("New topic").click();
      window.dialog().getByLabel("Name of the topic").fill("orders");
      window.inDialog("Create").click();
      Locator asking = window.dialog().last();
      assertThat(asking).containsText("does not allow this");
      asking.getByLabel("Token").fill(admin);
      window.inDialog("Use token").click();
      assertThat(window.page().locator("h1")).hasText("orders");
      assertForgotten(window, admin);

      window.page().reload();
      assertThat(window.dialog()).containsText("A token is needed");
    }
  }

  @Test
  void whoGivesNoneIsToldAndMayThinkAgain() throws Exception {
    try (DaemonProcess daemon =
        DaemonProcess.start("-auth-token-file=" + tokens, "-auth-reads=true")) {
      Window window = windows.open(daemon.httpPort()).expectRefusals();
      window.inDialog("Cancel").click();
      assertThat(window.page().locator(".notice")).containsText("only to those with a token");
      assertThat(window.page().getByText("Nothing is known yet.")).hasCount(1);
      window.button("Enter a token").click();
      give(window, reader);
      window.awaitLive();
      assertThat(window.page().locator(".notice")).hasCount(0);
    }
  }

  @Test
  void changesAskWhereReadsDoNot() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-auth-token-file=" + tokens)) {
      Window window = windows.open(daemon.httpPort()).awaitLive().expectRefusals();
      window.go("#/topics", "Topics").button("New topic").click();
      window.dialog().getByLabel("Name of the topic").fill("orders");
      window.inDialog("Create").click();
      window.inDialog("Use token").waitFor();
      window
          .dialog()
          .last()
          .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel"))
          .click();
      assertThat(window.dialog()).containsText("This needs a token that allows it.");
      window.inDialog("Create").click();
      window.dialog().last().getByLabel("Token").fill(admin);
      window.inDialog("Use token").click();
      assertThat(window.page().locator("h1")).hasText("orders");
    }
  }

  @Test
  void whoHasToWaitIsToldForHowLong() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      Window window = windows.open(daemon.httpPort()).awaitLive().expectRefusals();
      Route.FulfillOptions refusal =
          new Route.FulfillOptions()
              .setStatus(429)
              .setHeaders(Map.of("Retry-After", "60"))
              .setBody("{\"message\":\"TOO_MANY_FAILURES\"}");
      window.page().route("**/events", route -> route.fulfill(refusal));
      window.hide();
      window.show();
      assertThat(window.page().locator(".notice"))
          .hasText(
              Pattern.compile("Too many wrong tokens .* Trying again in (1 min|5\\d s).*Try now"));
    }
  }

  private static void assertForgotten(Window window, String token) {
    assertEquals(
        0, window.page().evaluate("localStorage.length + sessionStorage.length"), "in storage");
    assertEquals(List.of(), window.context().cookies());
    assertEquals(0, ((List<?>) window.page().evaluate("indexedDB.databases()")).size());
    assertFalse(window.page().url().contains(token));
    assertFalse(window.page().content().contains(token));
  }
}
