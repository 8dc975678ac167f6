/** Closes the run with the one line that says it all. */
module.exports = class CountReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numFailedTestSuites, testResults }) {
    // A suite that could not even start has no failed test of its own, and is still a failure.
    const broken = testResults.filter(
      ({ testExecError, numFailingTests }) => testExecError && numFailingTests === 0,
    ).length;
    const failed = numFailedTests + Math.min(broken, numFailedTestSuites);
    // After the summary, which jest writes once every reporter has been told.
    process.once('exit', () => process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`));
  }
};
