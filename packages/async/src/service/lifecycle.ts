/** Keeping things running, and a whole program, for programs with promises. */

import * as service from '@acoro/service'
import { faceOf } from '../face/face-class.ts'
import { realOf } from '../face/faces.ts'
import { body, optionsWith, promised } from '../face/promised.ts'
import type { Face } from '../face/types.ts'

/** What the body of a child is called with. */
export interface ChildScope extends Omit<service.ChildScope, 'start'> {
  /** Starts a further child of the same supervisor. Returns its name. */
  start(child: Child): string
}

const childOptions = optionsWith({ run: childBody })

type ChildBody = (scope: ChildScope) => unknown
/** A child to supervise: an async function, or one with options. */
export type Child = ChildBody | (Omit<service.ChildOptions, 'run'> & { run: ChildBody })

/** Runs children, and starts them anew when they fail. See `supervise` of @acoro/service. */
export const supervise: (children: Iterable<Child>, options?: service.SuperviseOptions) => Promise<void> =
  promised(service.supervise, childrenIn)

/** The face of `Supervisor`. */
export type Supervisor = Omit<Face<service.Supervisor>, 'start'> & { start(child: Child): string }
/** A supervisor that takes children while it runs. See `Supervisor` of @acoro/service. */
export const Supervisor: new (options?: service.SuperviseOptions) => Supervisor = faceOf(service.Supervisor, {
  start: childIn,
}) as never

/** The body of a part of a service: an async function. */
export type PartBody = (scope: service.PartScope) => unknown
/** The face of `Service`. */
export type Service = Omit<Face<service.Service>, 'add'> & {
  /** Adds a part. */
  add(name: string, body: PartBody, options?: service.PartOptions): Service
}
/** Parts that start in order, and stop in reverse. See `Service` of @acoro/service. */
export const Service: new (options?: service.ServiceOptions) => Service = faceOf(service.Service, {
  add: body,
}) as never

/**
 * Runs a service as the whole program, with signals and an exit code. See `serviceMain` of @acoro/service.
 */
export function serviceMain(
  program: Service,
  options?: Parameters<typeof service.serviceMain>[1],
): Promise<void> {
  return service.serviceMain(realOf(program) as service.Service, options)
}

function childIn(child: unknown): unknown {
  return typeof child === 'function' ? childBody(child) : childOptions(child)
}

function childBody(child: unknown): unknown {
  const run = child as ChildBody
  const withScope = (scope: service.ChildScope): unknown =>
    run({ ...scope, start: (further) => scope.start(childIn(further) as service.Child) })
  return body(Object.defineProperty(withScope, 'name', { value: run.name }))
}

/** What is no iterable is refused there. */
function childrenIn(children: unknown): unknown {
  const isIterable = typeof children === 'object' && children !== null && Symbol.iterator in children
  return isIterable ? [...(children as Iterable<unknown>)].map(childIn) : children
}
