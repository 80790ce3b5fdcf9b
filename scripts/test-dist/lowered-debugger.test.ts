// A debugger in a program that `node --import @acoro/async/register` lowers: breakpoints and variables are
// those that were written. It is driven by the inspector's protocol, with the source maps that editors read.

import { execFile } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { root } from '../lib/workspace.ts'

const dir = realpathSync(mkdtempSync(join(tmpdir(), 'acoro-breakpoint-')))
afterAll(() => rmSync(dir, { recursive: true }))

const shop = `interface Item {
  name: string
  price: number
}

/** The sum of what is in the cart. */
export async function total(cart: readonly Item[], { discount = 0 }: { discount?: number } = {}): Promise<number> {
  let sum = 0
  for (const item of cart) {
    const price = await priceOf(item)
    sum += price
  }
  return sum - discount
}

const priceOf = async (item: Item): Promise<number> => {
  await null
  return item.price
}
`

const app = `import { total } from './shop.mts'
debugger
console.error(await total([{ name: 'lamp', price: 40 }, { name: 'bulb', price: 2 }], { discount: 1 }))
`

it.each(['', '1'])(
  'a breakpoint behind an await stops in the line that was written (places: %j)',
  async (places) => {
    writeFileSync(join(dir, 'shop.mts'), shop)
    writeFileSync(join(dir, 'app.mts'), app)
    const line = shop.split('\n').findIndex((text) => text.includes('sum += price')) + 1
    const session = {
      patterns: [],
      steps: ['resume', 'resume', 'resume'],
      breakpoint: { file: '/shop.mts', line },
    }
    const register = pathToFileURL(join(root, 'packages/async/dist/register/register.js')).href
    const attach = pathToFileURL(join(root, 'scripts/debugger/attach.mjs')).href
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--no-warnings', '--import', register, '--import', attach, join(dir, 'app.mts')],
      { env: { ...process.env, ACORO_PLACES: places, DEBUGGER_SESSION: JSON.stringify(session) } },
    )
    const stops = stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text))
    expect(stops.map(({ url, name, written }) => `${url.split('/').at(-1)} ${name} ${written}`)).toEqual([
      'app.mts  2',
      `shop.mts total ${line}`,
      `shop.mts total ${line}`,
    ])
    expect(stops.slice(1).map(({ variables }) => variables)).toMatchObject([
      { sum: 0, price: 40, discount: 1, item: 'object' },
      { sum: 40, price: 2, discount: 1, item: 'object' },
    ])
    expect(stderr.trim()).toBe('41')
  },
)
