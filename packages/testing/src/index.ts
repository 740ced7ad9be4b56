export { codeFlow, type CodeFlow, type CodeFlowOptions, type FlowParameters } from './code-flow.js';
export { failingStore, type FailingStore, type StoreFailure } from './failing-store.js';
export { fakeClock, type FakeClock } from './fake-clock.js';
export { formRequest, type FormParameters } from './form-request.js';
export { pkcePair, type PkcePair } from './pkce-pair.js';
export { recordEvents, type RecordedEvents } from './record-events.js';
export { insert, recordMaker, spend, update, type RecordMaker } from './record-maker.js';
export { seededRandom } from './seeded-random.js';
export { slowStore } from './slow-store.js';
export { storeSuite } from './store-suite/store-suite.js';
export type {
  Expectation,
  MadeStore,
  MakeStore,
  StoreCapabilities,
  TestFunction,
  TestFunctions,
} from './store-suite/capabilities.js';
export {
  formatReport,
  type CaseReport,
  type RaceReport,
  type StoreReport,
} from './store-suite/report.js';
export {
  testClient,
  type TestClient,
  type TestClientOptions,
  type TestedServer,
  type TestResponse,
} from './test-client.js';
