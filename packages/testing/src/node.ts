// Coroutines as tests of node:test.

export { it, type NodeTestIt, type NodeTestOptions, virtual } from './runners/node-test.ts'
export type { RegisterTest, RegisterTodo, TestSettings } from './runners/test-types.ts'
