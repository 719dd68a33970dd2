package io.github.vertxnsq.lookupd.http;

import java.util.List;

/** A header that is a list of words: commas and blanks between them, letters in any case. */
final class WordList {
  private WordList() {}

  /**
   * Whether a word is in the list.
   *
   * @param lines the header's values: several lines are one list
   */
  static boolean contains(List<String> lines, CharSequence word) {
    for (String line : lines) {
      if (contains(line, word.toString())) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(String line, String word) {
    int begin = 0;
    while (begin <= line.length()) {
      int comma = line.indexOf(',', begin);
      int end = comma < 0 ? line.length() : comma;
      int next = end + 1;
      while (begin < end && isBlank(line.charAt(begin))) {
        begin++;
      }
      while (begin < end && isBlank(line.charAt(end - 1))) {
        end--;
      }
      if (end - begin == word.length() && line.regionMatches(true, begin, word, 0, end - begin)) {
        return true;
      }
      begin = next;
    }
    return false;
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t';
  }
}
