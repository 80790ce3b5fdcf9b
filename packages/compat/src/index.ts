// Promises
export { fromPromise, type PromiseStarter } from './from-promise.ts'
export { type ToPromiseOptions, toPromise } from './to-promise.ts'
