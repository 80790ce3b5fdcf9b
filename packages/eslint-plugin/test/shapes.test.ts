// All rules at once, as the two configurations have them, on the 40 shapes; on ESLint 10 and on ESLint 9.

import { Linter as Linter10 } from 'eslint'
import { Linter as Linter9 } from 'eslint-9'
import { describe, expect, it } from 'vitest'
import { codeOf, reportsOn } from './support/reports-on.ts'
import { notReported, reported } from './support/shapes.ts'
import { announce } from './support/shared-program.ts'

const linters = { 'ESLint 10': Linter10, 'ESLint 9': Linter9 as unknown as typeof Linter10 }

announce([...reported, ...notReported].map((shape) => codeOf(shape, 'typed')))

describe.each(Object.entries(linters))('%s', (_title, Linter) => {
  describe.each(['typed', 'untyped'] as const)('%s', (mode) => {
    it.each(reported)('reports shape $number', (shape) => {
      const expected = mode === 'untyped' ? (shape.untyped ?? shape.rules) : shape.rules
      expect(reportsOn(shape, mode, Linter)).toEqual(expected)
    })

    it.each(notReported)('does not report shape $number', (shape) => {
      expect(reportsOn(shape, mode, Linter)).toEqual([])
    })
  })
})
