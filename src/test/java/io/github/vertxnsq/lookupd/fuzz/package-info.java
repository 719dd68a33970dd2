/**
 * Fuzzing of whatever reads what others wrote. A target is a class with a method {@code
 * fuzzerTestOneInput} beside the tests of what it tries, and a folder of seeds in {@code
 * src/test/resources/fuzz}. Each build tries the seeds, and then what Jazzer makes of them for a
 * few seconds, guided by the code that is reached.
 */
package io.github.vertxnsq.lookupd.fuzz;
