// Coroutines as tests of vitest.

export type { RegisterEach, RegisterTest, RegisterTodo, TestSettings } from './runners/test-types.ts'
export {
  it,
  type VitestFixture,
  type VitestIt,
  type VitestOptions,
  virtual,
  withCoroutines,
} from './runners/vitest.ts'
