// Prints what is reported on each shape, with types, and the version of TypeScript they come from.

import ts from 'typescript'
import { codeOf, reportsOn } from './reports-on.ts'
import { notReported, reported } from './shapes.ts'
import { announce } from './shared-program.ts'

const shapes = [...reported, ...notReported]
announce(shapes.map((shape) => codeOf(shape, 'typed')))
const all = shapes.map((shape) => reportsOn(shape, 'typed'))
console.log(JSON.stringify({ version: ts.version, all }))
