/** The types of `it` for coroutines, of what all runners have. */

import type { VirtualBody, VirtualOptions } from './virtual.ts'

/** What a runner takes beside the options of `virtual`, or its time limit in ms of real time. */
export type TestSettings<Options> = number | (VirtualOptions & Options)

/** Registers a coroutine, or an async function, as a test. Options may stand before the body or after it. */
export interface RegisterTest<Args extends unknown[], Options> {
  (name: string, body: VirtualBody<Args>, settings?: TestSettings<Options>): void
  (name: string, settings: TestSettings<Options>, body: VirtualBody<Args>): void
}

/** Registers a test that is still to be written, or one that is not run yet. */
export type RegisterTodo<Args extends unknown[], Options> = (
  name: string,
  body?: VirtualBody<Args>,
  settings?: TestSettings<Options>,
) => void

/** A test for each row: `it.each([[1, 2], [3, 4]])('%i and %i', function* (loop, one, other) { … })`. */
export interface RegisterEach<Options> {
  <Row extends unknown[] | [unknown]>(rows: readonly Row[]): RegisterTest<Row, Options>
  <Row extends readonly unknown[]>(rows: readonly Row[]): RegisterTest<[...Row], Options>
  <Row>(rows: readonly Row[]): RegisterTest<[row: Row], Options>
  // biome-ignore lint/suspicious/noExplicitAny: what stands in a template has no type
  (template: TemplateStringsArray, ...values: any[]): RegisterTest<any[], Options>
}
