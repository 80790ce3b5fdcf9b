// Coroutines as tests of Mocha.

export { it, type MochaIt, type MochaOptions, virtual } from './runners/mocha.ts'
export type { RegisterTest, RegisterTodo, TestSettings } from './runners/test-types.ts'
