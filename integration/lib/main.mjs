// Runs in a project after its installation: builds what project.mjs says, runs what comes out, on Node in a process of its
// own or in Chromium, and prints a line for each. A build without a program is the whole check. With --sample only the
// builds that are marked so run, with --only=a,b those whose names contain one of these.

import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const { builds } = await import(pathToFileURL(resolve('project.mjs')).href)
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))
const wanted = (program) => JSON.stringify(JSON.parse(readFileSync(`programs/${program}.json`, 'utf8')))

let failed = 0
const only = process.argv
  .find((text) => text.startsWith('--only='))
  ?.slice(7)
  .split(',')
const onlySample = process.argv.includes('--sample') && Object.values(builds).some(({ sample }) => sample)
for (const [name, { program, on, build, sample, alone }] of Object.entries(builds)) {
  if (onlySample && !sample) continue
  if (only !== undefined && !only.some((text) => name.includes(text))) continue
  try {
    const file = await build()
    const got =
      program === undefined
        ? undefined
        : on === 'node'
          ? await onNode(file, alone)
          : await inChromium(file, on)
    if (program !== undefined && got !== wanted(program))
      throw new Error(`expected ${wanted(program)}\ngot      ${got}`)
    console.log(`✓ ${name}`)
  } catch (error) {
    failed++
    console.log(`✗ ${name}\n${error.stdout ?? ''}${error.stderr ?? ''}${error.stack ?? error}`)
  }
}
process.exitCode = failed === 0 ? 0 : 1

/** `alone`: in another folder, without what was installed, as a bundle that is deployed. */
async function onNode(file, alone) {
  if (!alone) return runOnNode(file)
  const elsewhere = mkdtempSync(join(tmpdir(), 'acoro-deployed-'))
  try {
    cpSync(dirname(file), elsewhere, { recursive: true })
    renameSync('node_modules', 'node_modules-away')
    renameSync(dirname(file), `${dirname(file)}-away`)
    return await runOnNode(join(elsewhere, basename(file)))
  } finally {
    renameSync('node_modules-away', 'node_modules')
    rmSync(elsewhere, { recursive: true })
  }
}

async function runOnNode(file) {
  const end = 'globalThis.answer.then((answer) => { console.log(JSON.stringify(answer)); process.exit(0) })'
  const program = `import(${JSON.stringify(pathToFileURL(resolve(file)).href)}).then(() => ${end})`
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', '-e', program], {
    timeout: 120_000,
  })
  return stdout.trim()
}

/** `kind` is `module`, `script` or `page`: a whole page that the bundler made. */
async function inChromium(file, kind) {
  if (chromium === undefined) throw new Error('there is no Chromium here: install the package chromium')
  const { chromium: browsers } = await import('playwright-core')
  const folder = resolve(file, '..')
  const types = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.html': 'text/html' }
  const tag = kind === 'module' ? '<script type="module"' : '<script'
  const page = `<!doctype html><meta charset="utf-8">${tag} src="/${file.split('/').at(-1)}"></script>`
  const server = createServer((request, response) => {
    const path = request.url.split('?')[0]
    const at = resolve(folder, `.${path === '/' ? '/index.html' : path}`)
    response.setHeader('content-type', types[extname(at)] ?? 'text/plain')
    if (path === '/' && kind !== 'page') return response.end(page)
    if (existsSync(at)) return response.end(readFileSync(at))
    response.statusCode = 404
    response.end()
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await browsers.launch({ executablePath: chromium, args: ['--no-sandbox'] })
  try {
    const tab = await browser.newPage()
    const errors = []
    tab.on('pageerror', (error) => errors.push(error.stack ?? String(error)))
    tab.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await tab.goto(`http://127.0.0.1:${server.address().port}/`, { waitUntil: 'load' })
    const answer = await tab.evaluate(async () => JSON.stringify((await globalThis.answer) ?? null))
    if (answer === 'null') throw new Error(`the page has no answer: ${errors.join('\n')}`)
    return answer
  } finally {
    await browser.close()
    server.close()
  }
}
