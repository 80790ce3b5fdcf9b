// The tutorial as its readers have it: each block that is a file is written, in the order of the pages, and run by tsx on the
// installed packages. What it prints is what the page says. After each page all files of the reader compile.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'

const pages = readdirSync('docs/tutorial').sort()
const bin = (name) => `node_modules/.bin/${name}`

async function run(program, ...args) {
  const { stdout } = await promisify(execFile)(program, args, {
    timeout: 120_000,
    env: { ...process.env, CI: '1', NO_COLOR: '1' },
  })
  return stdout
}

/** The blocks that have a name, with the tsconfig.json of the first page. */
function blocksOf(page) {
  const text = readFileSync(`docs/tutorial/${page}`, 'utf8')
  const found = []
  for (const [, language, info, code] of text.matchAll(/^```(ts|json)([^\n]*)\n([\s\S]*?)\n```$/gm)) {
    const file = language === 'json' ? 'tsconfig.json' : /file=(\S+)/.exec(info)?.[1]
    if (file !== undefined)
      found.push({ page, file, code, run: language === 'ts' && !info.includes('no-run') })
  }
  return found
}

const step =
  ({ file, code, run: runs }) =>
  async () => {
    writeFileSync(file, `${code}\n`)
    if (!runs) return
    if (file.endsWith('.test.ts')) return void (await run(bin('vitest'), 'run', file))
    const printed = (await run(bin('tsx'), file)).trimEnd()
    const expected = [...code.matchAll(/\/\/ prints: (.*)$/gm)].map(([, line]) => line).join('\n')
    if (printed !== expected) throw new Error(`${file} printed\n${printed}\nand the page says\n${expected}`)
  }

/** The service of page 7: it serves its page, and ends in order on SIGTERM. */
async function service() {
  const child = spawn(process.execPath, ['--import', 'tsx', 'main.ts', 'http://127.0.0.1:8080/'])
  try {
    let printed = ''
    for await (const chunk of child.stdout) {
      printed += chunk
      if (printed.includes('\n')) break
    }
    const [, url] = /^see (\S+)/.exec(printed) ?? []
    const answer = await fetch(url)
    if (answer.status !== 200) throw new Error(`expected 200, got ${answer.status}`)
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const [code] = await ended
    if (code !== 0) throw new Error(`expected the exit code 0 after SIGTERM, got ${code}`)
  } finally {
    child.kill('SIGKILL')
  }
}

const compile = () => run(bin('tsc'), '-p', '.')

export const builds = Object.fromEntries(
  pages.flatMap((page) => [
    ...blocksOf(page).map((block, i) => [`${page}, block ${i + 1}: ${block.file}`, { build: step(block) }]),
    [`${page} compiles`, { build: compile }],
    ...(page.startsWith('7') ? [[`${page}: the service starts, answers and stops`, { build: service }]] : []),
  ]),
)
