import { transform } from 'esbuild'
import { expect, it } from 'vitest'
import { withoutComments } from '../comments.ts'
import { expectMapped } from './support/expect-mapped.ts'

const lines = (...all: string[]): string => all.join('\n')
const stripped = (...code: string[]): string => withoutComments(lines(...code), { mappings: '' }).code

it('takes out whole lines, and the ends of lines', () => {
  expect(
    stripped('/**', ' * Says it.', ' */', 'say(); // why', '  // more', 'end(); /* of', 'it */', ''),
  ).toBe(lines('say();', 'end();', ''))
})

it('leaves what is no comment: strings, templates, expressions and blank lines', () => {
  const code = [
    'a(\'// a\', "/* b */");',
    'b(`',
    '// c',
    '`);',
    String.raw`c(/\/\/ d/);`,
    '',
    'ü = "🙂"; //# sourceMappingURL=x.map',
  ]
  expect(stripped(...code)).toBe(lines(...code))
})

it('leaves what bundlers and lawyers read, and a comment that code follows on its line', () => {
  const code = [
    '/*! MIT */',
    'a = /* @__PURE__ */ b();',
    'c(/* d */ e);',
    'import(/* @vite-ignore */ f);',
    '/* g */ h',
  ]
  expect(stripped(...code)).toBe(lines(...code))
})

it('counts a character outside the basic plane as the parser does', () => {
  expect(stripped("a('🙂'); // 🙂 b", '// 🙂', 'c();')).toBe(lines("a('🙂');", 'c();'))
})

it('keeps the map right: each name leads to the place it came from', async () => {
  const source = lines(
    '/** Of alpha. */',
    'export function alpha(one: number) { // opens',
    '  // before beta',
    '  const beta = one // of beta',
    '',
    '  return beta',
    '}',
    '/* between */',
    'export const gamma: number = alpha(1)',
  )
  const built = await transform(source, { loader: 'ts', sourcemap: true, sourcefile: 'in.ts' })
  const map = JSON.parse(built.map) as { mappings: string }
  const { code, mappings } = withoutComments(lines('// first', built.code), { mappings: `;${map.mappings}` })
  expect(code).not.toMatch(/\/\/|\/\*/)
  expectMapped(['alpha', 'beta', 'gamma'], { code, map: { ...map, mappings }, source })
})
