// Coroutines as tests of Jest.

export { it, type JestIt, type JestOptions, virtual } from './runners/jest.ts'
export type { RegisterEach, RegisterTest, RegisterTodo, TestSettings } from './runners/test-types.ts'
