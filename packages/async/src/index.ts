// Compiled async functions as tasks

export { taskOf } from './engine/start.ts'
