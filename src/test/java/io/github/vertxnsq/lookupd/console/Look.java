package io.github.vertxnsq.lookupd.console;

import com.microsoft.playwright.options.ColorScheme;
import java.util.Locale;

/** In what window somebody looks at the console. */
enum Look {
  LIGHT(1280, 800, ColorScheme.LIGHT),
  DARK(1280, 800, ColorScheme.DARK),
  PHONE(360, 740, ColorScheme.LIGHT),
  DARK_PHONE(360, 740, ColorScheme.DARK);

  final int width;
  final int height;
  final ColorScheme colours;

  Look(int width, int height, ColorScheme colours) {
    this.width = width;
    this.height = height;
    this.colours = colours;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
