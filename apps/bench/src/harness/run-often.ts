/**
 * The process that is profiled: runs one program again and again, for two seconds; with `collect` a
 * collection before each.
 */

import type { Program } from '../programs/program.ts'

const [url = '', n = '', option = '', regime = ''] = process.argv.slice(2)
const { default: program } = (await import(url)) as { default: Program }
const end = performance.now() + 2000
const collect = regime === 'collect' ? globalThis.gc : undefined
while (performance.now() < end) {
  collect?.()
  await program(Number(n), Number(option))
}
