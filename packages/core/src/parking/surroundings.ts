/** Restores what the platform keeps for async code (AsyncLocalStorage), around a step. */
export interface Surroundings {
  runInAsyncScope(step: (this: unknown) => void, self: unknown): void
}
