import { expect, test } from 'vitest'
import { shownText } from '../../src/base/shown-text.ts'

test.each([
  ['\u001b[2Jx', '\\u{1b}[2Jx'],
  ['\u001b]0;title\u0007', '\\u{1b}]0;title\\u{7}'],
  ['\u009b31m', '\\u{9b}31m'],
  ['a\u007fb\r\n', 'a\\u{7f}b\\u{d}\\u{a}'],
  ['\u202egnp.exe', '\\u{202e}gnp.exe'],
  ['zero\u200bwidth', 'zero\\u{200b}width'],
  ['half \ud800', 'half \\u{d800}'],
  ['<img onerror=x> Grüße 漢字 😀', '<img onerror=x> Grüße 漢字 😀'],
])('%j is shown as %j', (text, shown) => {
  expect(shownText(text)).toBe(shown)
})

test('a text of a megabyte is cut, and says how long it was', () => {
  expect(shownText('x'.repeat(1_000_000))).toBe(`${'x'.repeat(200)}… (1000000 characters)`)
})
