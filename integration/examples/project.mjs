// The programs of examples/, as their readers have them: run by tsx on the installed packages, and compiled. Each prints what
// stands at its end. Its dependencies are those of examples/package.json, which a reader installs.

import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'

const programs = readdirSync('examples').filter((name) => name.endsWith('.ts'))
const bin = (name) => `node_modules/.bin/${name}`

async function run(program, ...args) {
  const { stdout } = await promisify(execFile)(program, args, {
    timeout: 120_000,
    env: { ...process.env, NO_COLOR: '1' },
  })
  return stdout.trimEnd()
}

async function play(name) {
  const code = readFileSync(`examples/${name}`, 'utf8')
  const expected = [...code.matchAll(/^\/\/ prints: (.*)$/gm)].map(([, line]) => line).join('\n')
  const printed = await run(bin('tsx'), `examples/${name}`)
  if (expected === '' || printed !== expected)
    throw new Error(`${name} printed\n${printed}\nand its end says\n${expected}`)
}

function sameDependencies() {
  const read = (file) => Object.keys(JSON.parse(readFileSync(file, 'utf8')).dependencies)
  const acoro = (names) => names.filter((name) => name.startsWith('@acoro/')).sort()
  const [own, theirs] = [acoro(read('package.json')), acoro(read('examples/package.json'))]
  if (`${own}` !== `${theirs}`) throw new Error(`examples/package.json has ${theirs}, this project ${own}`)
}

function compile() {
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2023', 'esnext.disposable', 'dom'],
    module: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: false,
  }
  writeFileSync('tsconfig.json', JSON.stringify({ compilerOptions, include: ['examples/*.ts'] }))
  return run(bin('tsc'), '-p', '.')
}

export const builds = {
  'examples/package.json names what the programs use': { build: sameDependencies },
  ...Object.fromEntries(programs.map((name) => [name, { build: () => play(name) }])),
  'the programs compile': { build: compile },
}
