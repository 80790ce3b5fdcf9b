// Runs programs, and prints as JSON what each of them says: errors that nobody catches, failed requests and
// tests, and warnings. A process of its own, with `--expose-gc`, because the last warnings come when a
// coroutine is collected.

import { readFileSync } from 'node:fs'
import { type Program, Stage } from './stage.ts'

const said: string[][] = []
for (const program of JSON.parse(readFileSync(0, 'utf8')) as Program[])
  said.push(await new Stage(program).run())
process.stdout.write(JSON.stringify(said), () => process.exit(0))
