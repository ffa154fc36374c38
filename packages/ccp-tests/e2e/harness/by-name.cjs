const { default: Sequencer } = require('@jest/test-sequencer');

/** Runs test files in the order of their names. */
class ByName extends Sequencer {
  /** @param {Array<{ path: string }>} tests */
  sort(tests) {
    return [...tests].sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}

module.exports = ByName;
