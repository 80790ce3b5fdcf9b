// The tutorial as its readers have it, from its text alone: an empty folder, the commands of the pages, and the blocks that
// are files, in the order in which they stand there. `npm install @acoro/core` takes the tarball. What a program prints is
// what the page says. After each page all files of the reader compile.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const pages = readdirSync('docs/tutorial').sort()
const tarballs = JSON.parse(process.env.ACORO_TARBALLS)
/** The reader's folder, which the first page makes. */
const folder = resolve('reader/uptime')
mkdirSync('reader', { recursive: true })

async function run(program, ...args) {
  const { stdout } = await promisify(execFile)(program, args, {
    cwd: folder,
    timeout: 240_000,
    env: { ...process.env, CI: '1', NO_COLOR: '1' },
  })
  return stdout
}

/** The parts of a page that a reader does: commands, and files. */
function stepsOf(page) {
  const text = readFileSync(`docs/tutorial/${page}`, 'utf8')
  const found = []
  for (const [, language, info, code] of text.matchAll(/^```(ts|json|sh)([^\n]*)\n([\s\S]*?)\n```$/gm)) {
    if (language === 'sh') found.push(...code.split('\n').map((line) => ({ command: line })))
    const file = language === 'json' ? 'tsconfig.json' : /file=(\S+)/.exec(info)?.[1]
    if (file !== undefined) found.push({ file, code, runs: language === 'ts' && !info.includes('no-run') })
  }
  return found
}

/** A command as it stands on the page. Undefined for those that run a program: each file is run when it is written. */
function commanded(line) {
  if (line === 'mkdir uptime && cd uptime') return async () => void mkdirSync(folder)
  if (/^(?:npx vitest|node --import tsx|curl) /.test(line)) return undefined
  const [program, ...words] = line.split(' ')
  if (program !== 'npm') throw new Error(`Expected a command that this program knows, got «${line}»`)
  const args = words.map((word) => (word.startsWith('@acoro/') ? tarballs[word] : word))
  const quiet =
    words[0] === 'install' ? ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'] : []
  return () => run('npm', ...args, ...quiet)
}

/** Whether two texts are the same. «0.6 s» may take longer on this machine, and not shorter. */
function says(printed, expected) {
  const [has, wants] = [printed, expected].map((text) => text.split(/(?:\d+\.\d)(?= s$)/m))
  const [took, least] = [printed, expected].map((text) => (text.match(/\d+\.\d(?= s$)/gm) ?? []).map(Number))
  return `${has}` === `${wants}` && took.every((time, at) => time >= least[at])
}

const written = (name, { file, code, runs }) =>
  async function write() {
    writeFileSync(join(folder, file), `${code}\n`)
    if (!runs) return
    if (file.endsWith('.test.ts')) return void (await run('npx', 'vitest', 'run', file))
    const printed = (await run('npx', 'tsx', file)).trimEnd()
    const expected = [...code.matchAll(/\/\/ prints: (.*)$/gm)].map(([, line]) => line).join('\n')
    if (!says(printed, expected))
      throw new Error(`${name} printed\n${printed}\nand the page says\n${expected}`)
  }

/** The service of page 7: it serves its page, and ends in order on SIGTERM. */
async function service() {
  const child = spawn(process.execPath, ['--import', 'tsx', 'main.ts', 'http://127.0.0.1:8080/'], {
    cwd: folder,
  })
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

const compile = async () => {
  if (!existsSync(join(folder, 'tsconfig.json'))) throw new Error('expected tsconfig.json on the first page')
  await run('npx', 'tsc', '-p', '.')
}

export const builds = Object.fromEntries(
  pages.flatMap((page) => [
    ...stepsOf(page).flatMap((step, at) => {
      const name = `${page}, ${at + 1}: ${step.command ?? step.file}`
      const build = step.command === undefined ? written(name, step) : commanded(step.command)
      return build === undefined ? [] : [[name, { build }]]
    }),
    [`${page} compiles`, { build: compile }],
    ...(page.startsWith('7') ? [[`${page}: the service starts, answers and stops`, { build: service }]] : []),
  ]),
)
