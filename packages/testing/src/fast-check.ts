// Orders of tasks as an arbitrary of fast-check.

export { Schedule, type ScheduleConstraints, schedules } from './runners/fast-check.ts'
