// Loaded before ccp by tests: the process sees a clock that is CLOCK_SKEW_SECONDS off.
const skew = Number(process.env.CLOCK_SKEW_SECONDS) * 1000;
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() + skew);
    else super(...given);
  }
  static now() {
    return Real.now() + skew;
  }
};
