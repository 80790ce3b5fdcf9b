// What browsers lack, shown in Chromium: `using` and its symbols (Safari, Firefox before 141), WebAssembly,
// storage in private mode. `verify:engines` shows the same in Firefox and WebKit.

// biome-ignore-all lint/performance/useDomNodeTextContent: what is tested is what people see.

import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { filesBelow } from '../../../../scripts/lib/workspace.ts'
import { dist } from './support/built.ts'
import { siteTests } from './support/open-site.ts'

const tests = siteTests()

/** `using x =` as a declaration; in strings and comments it may stand. */
function usesUsing(code: string): boolean {
  if (!/\busing\s+[\w$]+\s*=/.test(code)) return false
  const visit = (node: ts.Node): boolean =>
    (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using) ||
    (ts.forEachChild(node, visit) ?? false)
  return visit(ts.createSourceFile('x.js', code, ts.ScriptTarget.ESNext, false, ts.ScriptKind.JS))
}

test('no script of the site and no compiled program has the syntax of `using`', () => {
  expect([usesUsing('{ using x = open() }'), usesUsing('"using x = 1"'), usesUsing('using = 1')]).toEqual([
    true,
    false,
    false,
  ])
  const scripts = filesBelow(dist, '.js').map((file) => [file, readFileSync(file, 'utf8')] as const)
  const programs = filesBelow(`${dist}/playground`, '.json')
    .filter((file) => !basename(file).startsWith('declarations'))
    .flatMap((file) => {
      const { compiled } = JSON.parse(readFileSync(file, 'utf8')) as {
        compiled: { modules: Record<string, { code: string }> }
      }
      return Object.values(compiled.modules).map(({ code }) => [file, code] as const)
    })
  expect(programs.length).toBeGreaterThan(100)
  const found = [...scripts, ...programs].filter(([, code]) => usesUsing(code))
  expect(found.map(([file]) => basename(file))).toEqual([])
})

const without =
  'for (const name of ["dispose", "asyncDispose"]) delete Symbol[name];' +
  'for (const name of ["SuppressedError", "DisposableStack", "AsyncDisposableStack", "WebAssembly"]) delete globalThis[name];'

test('examples run, also changed ones, where neither `using` nor its symbols nor WebAssembly exist', async () => {
  const page = await tests.open('tutorial/5-limits-and-queues.html')
  await page.route(/\/playground\/runtime\.\w+\.js$/, async (route) => {
    const response = await route.fetch()
    const tell = 'console.log("Symbol.dispose was", typeof Symbol.dispose);'
    await route.fulfill({ response, body: `${without}${tell}${await response.text()}` })
  })
  for (const [at, place] of (await page.locator('.play').all()).entries()) {
    if (at === 0) {
      await place.getByRole('button', { name: 'Edit' }).click()
      await page.locator('.cm-content').focus()
      await page.keyboard.press('Control+End')
      await page.keyboard.type(
        "\n{\nusing held = { [Symbol.dispose]() { console.log('let go') } }\nvoid held\n}\n",
      )
    }
    await place.getByRole('button', { name: 'Run' }).click()
    await place.locator('.play-status', { hasText: 'It has ended.' }).waitFor({ timeout: 30_000 })
    if (at === 0) expect(await place.locator('.play-lines').innerText()).toMatch(/let go\s*$/)
  }
})

test('in private mode, without storage, a page comes to life and its examples run', async () => {
  const page = await tests.open('tutorial/1-first-coroutine.html', {}, () => {
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('The operation is insecure.', 'SecurityError')
        },
      })
    Reflect.deleteProperty(window, 'WebAssembly')
  })
  const place = page.locator('.play').first()
  await place.getByRole('button', { name: 'Run' }).click()
  await place.locator('.play-status', { hasText: 'It has ended.' }).waitFor()
  // The theme asks for the reader's choice of day or night, and goes on without it.
  const others = tests.complaints
    .splice(0)
    .filter((text) => text !== 'SecurityError: The operation is insecure.')
  expect(others).toEqual([])
})
