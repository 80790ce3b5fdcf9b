// The table of what acoro's functions give, for where there are no types, against the API of the packages.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  kindsOfExports,
  permitClasses,
  permitMethods,
  waitingMethods,
  wrappers,
} from '../src/facts/exports.ts'

const api = ['core', 'compat', 'service', 'streams', 'sync', 'testing', 'web']
  .map((id) => readFileSync(new URL(`../../${id}/api.txt`, import.meta.url), 'utf8'))
  .join('\n')

const kinds: Record<string, string> = { Coroutine: 'coroutine', Future: 'future', Task: 'task' }

describe('the table of exports', () => {
  it('has every function that gives a coroutine, a future or a task', () => {
    const functions = [...api.matchAll(/^function (\w+)\b.*\): (Coroutine|Future|Task)<.*>;$/gm)]
    // What stands on `lowlevel` is for those who write such things.
    const isPublic = (name: string): boolean => !['callNow', 'mainTask', 'toCoroutine'].includes(name)
    const missing = functions.flatMap(([, name = '', kind = '']) =>
      isPublic(name) && !wrappers.has(name) && kindsOfExports.get(name) !== kinds[kind]
        ? [`${name}: ${kind}`]
        : [],
    )
    expect(missing, 'add them to src/facts/exports.ts').toEqual([])
  })

  it('has every method that gives a coroutine, of the classes that it names', () => {
    const classes = [...api.matchAll(/^(?:abstract )?class (\w+)[^\n]*\{\n([\s\S]*?)^\}/gm)]
    const missing = classes.flatMap(([, name = '', body = '']) => {
      const methods = [...body.matchAll(/^ +(\w+)(?:<[^(]*>)?\(.*\): Coroutine</gm)].map(
        ([, method = '']) => method,
      )
      // The methods of `async with` are called by that.
      return methods.filter((method) => {
        const known = waitingMethods.get(name)
        return known !== undefined && !/^a(enter|exit)$/.test(method) && !known.includes(method)
      })
    })
    expect(missing, 'add them to src/facts/exports.ts').toEqual([])
    const named = ['Lock', 'Semaphore', 'Event', 'Condition', 'Queue', 'Barrier', 'RwLock', 'Notify']
    expect(named.filter((name) => !waitingMethods.has(name))).toEqual([])
  })

  it('has nothing that no package exports', () => {
    const known = new Set(
      [...api.matchAll(/^(?:function|class|abstract class) (\w+)\b/gm)].map(([, name]) => name),
    )
    const named = [
      ...kindsOfExports.keys(),
      ...wrappers,
      ...permitMethods.keys(),
      ...permitClasses,
      ...waitingMethods.keys(),
    ]
    expect(named.filter((name) => !known.has(name))).toEqual([])
  })
})
