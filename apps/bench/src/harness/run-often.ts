/** The process that is profiled: runs one program again and again, for two seconds. */

import type { Program } from '../programs/program.ts'

const [url = '', n = '', option = ''] = process.argv.slice(2)
const { default: program } = (await import(url)) as { default: Program }
const end = performance.now() + 2000
while (performance.now() < end) await program(Number(n), Number(option))
