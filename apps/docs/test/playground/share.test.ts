// Programs in addresses: what comes by a link was made by anybody.

import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { LINK, UNPACKED } from '../../playground/base/limits.ts'
import { fromHash, toHash } from '../../playground/page/share.ts'

const program = {
  main: 'main.ts',
  files: { 'main.ts': "console.log('ä €  😀')\n", 'sites.ts': 'export {}\n' },
}
const packed = (data: unknown): string =>
  `#v1.${deflateRawSync(typeof data === 'string' ? data : JSON.stringify(data)).toString('base64url')}`

test('a program comes back as it went', async () => {
  const hash = await toHash(program)
  expect(hash).toMatch(/^#v1\.[\w-]+$/)
  expect(await fromHash(hash)).toEqual(program)
})

test('a link of the first version can be read for ever', async () => {
  const hash = '#v1.i1bKTczM0yspVtKphjOtlJLz84rzc1L1cvLTNdQT1TVj8pRqYwE'
  expect(await fromHash(hash)).toEqual({ main: 'main.ts', files: { 'main.ts': "console.log('a')\n" } })
})

test.each([
  ['of another version', '#v2.AAAA', 'Expected a link of version v1, got #v2.AAAA'],
  ['with other characters', '#v1.<script>', 'characters that no link has'],
  ['empty', '#v1.', 'characters that no link has'],
  ['cut off', packed(['main.ts', { 'main.ts': 'x'.repeat(500) }]).slice(0, 14), 'damaged'],
  ['that is no deflated data', '#v1.____', 'damaged'],
  ['that is too long', `#v1.${'A'.repeat(LINK)}`, `Expected at most ${LINK} characters`],
  ['that is no JSON', packed('nothing'), 'holds no program'],
  ['that is a number', packed('1'), 'holds no program'],
  ['without files', packed(['main.ts', null]), 'holds no program'],
  ['without its main file', packed(['main.ts', { 'other.ts': '' }]), 'holds no program'],
  ['whose main is inherited', packed(['toString', {}]), 'holds no program'],
  ['with a file outside', packed(['../main.ts', { '../main.ts': '' }]), 'holds no program'],
  ['with a file that is no text', packed(['main.ts', { 'main.ts': {} }]), 'holds no program'],
  [
    'with too many files',
    packed(['0.ts', Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`${n}.ts`, '']))]),
    'holds no program',
  ],
])('a link %s is refused, and says why', async (_what, hash, message) => {
  await expect(fromHash(hash)).rejects.toThrow(message)
})

test('a few bytes that unpack to very many are refused before they do', async () => {
  const bomb = packed(['main.ts', { 'main.ts': 'x'.repeat(20_000_000) }])
  expect(bomb.length).toBeLessThan(LINK)
  await expect(fromHash(bomb)).rejects.toThrow(`Expected a program of at most ${UNPACKED} bytes`)
})

test('a file may be called as what every object has', async () => {
  const odd = packed('["__proto__.ts",{"__proto__.ts":"1","constructor.ts":"2"}]')
  const { files } = await fromHash(odd)
  expect(Object.entries(files)).toEqual([
    ['__proto__.ts', '1'],
    ['constructor.ts', '2'],
  ])
})
