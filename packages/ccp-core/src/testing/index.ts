export { absentEngine } from './absent-engine.ts';
export { builtOutcome, failedOutcome, fakeEngine, fakeHost, fakeTools, type FakeBuild, type FakeEngine } from './fake-engine.ts';
export { fakeCluster, type FakeCluster } from './fake-cluster.ts';
export { checkGolden, renderGolden, type GoldenDifference } from './golden.ts';
export { sampleApp, sampleCatalog, sampleDatabase, sampleImage, sampleTemplate } from './sample-catalog.ts';
export { stubProvider } from './stub-providers.ts';
export { sampleDesired, sampleModels, sampleNodes } from './sample-desired.ts';
