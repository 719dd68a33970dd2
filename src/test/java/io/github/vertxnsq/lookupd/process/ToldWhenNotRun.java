package io.github.vertxnsq.lookupd.process;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Says of each test that was aborted which it is and why, where whoever builds reads it. */
public final class ToldWhenNotRun implements TestWatcher {
  @Override
  public void testAborted(ExtensionContext test, Throwable reason) {
    System.out.printf(
        "NOT RUN: %s.%s: %s%n",
        test.getRequiredTestClass().getSimpleName(),
        test.getRequiredTestMethod().getName(),
        reason.getMessage());
  }
}
