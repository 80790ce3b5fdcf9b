// Coroutines as tests of vitest.

export { it, type VirtualIt, virtual } from './runners/vitest.ts'
