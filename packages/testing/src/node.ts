// Coroutines as tests of node:test.

export { virtual } from './runners/node-test.ts'
