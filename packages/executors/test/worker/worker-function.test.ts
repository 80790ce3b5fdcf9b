import { workerFunction, workerModule } from '@acoro/executors'
import { describe, expect, it } from 'vitest'
import { add } from '../jobs.ts'
import { jobs } from '../support.ts'

const url = new URL('../jobs.ts', import.meta.url)

describe('a reference', () => {
  it('says where the function is', () => {
    const reference = workerFunction<typeof add>(url, 'add')
    expect([reference.url, reference.exportName, reference.name]).toEqual([url.href, 'add', 'add'])
  })

  it('can be made of the function itself, by its name', () => {
    expect(workerFunction(url.href, add).exportName).toBe('add')
  })

  it('called, runs the function in this thread', async () => {
    expect(await workerFunction<typeof add>(url, 'add')(1, 2)).toBe(3)
    expect(workerFunction(url, add)(1, 2)).toBe(3)
    await expect(jobs.failWithTypeError()).rejects.toThrow('no such thing')
  })

  it('of a module is the same one each time', () => {
    expect(jobs.add).toBe(jobs.add)
    expect(jobs.add).not.toBe(jobs.echo)
  })

  it('needs the URL of a module', () => {
    const message = (got: string): string =>
      `Expected the URL of a module (import.meta.url, or new URL('./work.js', import.meta.url)), got ${got}`
    expect(() => workerFunction('./work.js', 'work')).toThrow(
      new TypeError(message('the string "./work.js"')),
    )
    expect(() => workerFunction('https://example.com/work.js', 'work')).toThrow(TypeError)
    expect(() => workerModule(undefined as never)).toThrow(new TypeError(message('undefined')))
  })

  it('needs a name', () => {
    expect(() => workerFunction(url, '')).toThrow(
      new TypeError('Expected the name of an export or an exported function, got the string ""'),
    )
    expect(() => workerFunction(url, () => 1)).toThrow('got a function')
    expect(() => workerFunction(url, 7 as never)).toThrow('got the number 7')
  })
})
