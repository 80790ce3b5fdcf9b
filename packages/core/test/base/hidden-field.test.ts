import { hiddenField } from '@acoro/core/lowlevel'
import { expect, test } from 'vitest'

test('what was set is there, and null is what was not', () => {
  const field = hiddenField<object, string>()
  const object = {}
  expect(field.get(object)).toBe(null)
  field.set(object, 'first')
  field.set(object, 'second')
  expect(field.get(object)).toBe('second')
  field.set(object, null)
  expect(field.get(object)).toBe(null)
})

test('it does not show, and can be set on what is frozen', () => {
  const field = hiddenField<object, number>()
  const object = Object.freeze({ own: 1 })
  field.set(object, 2)
  expect(field.get(object)).toBe(2)
  expect(Reflect.ownKeys(object)).toEqual(['own'])
  expect(structuredClone(object)).toEqual({ own: 1 })
})

test('each field is one of its own', () => {
  const [one, other] = [hiddenField<object, number>(), hiddenField<object, number>()]
  const object = {}
  one.set(object, 1)
  expect(other.get(object)).toBe(null)
  other.set(object, 2)
  expect([one.get(object), other.get(object)]).toEqual([1, 2])
})
