// Spans and metrics of tasks

export type { LogEmitter } from './base/log-emitter.ts'
export type { AcoroInstrumentationOptions } from './base/options.ts'
export { AcoroInstrumentation } from './instrumentation/acoro-instrumentation.ts'
