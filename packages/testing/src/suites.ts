// What every lock, queue and executor promises, as tests of whatever a factory makes.
export { executorSuite, type SuiteExecutor } from './executor-suite.ts'
export { lockSuite, type SuiteLock } from './lock-suite.ts'
export { queueSuite, type SuiteQueue } from './queue-suite.ts'
export type { SuiteCase } from './suite-case.ts'
