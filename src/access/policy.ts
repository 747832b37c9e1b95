import { readdirSync, readFileSync } from 'node:fs'
import {
  type CedarValueJson,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs'
import { LapwingError } from '../domain/errors.ts'
import type { Caller } from './caller.ts'
import type { Purpose } from './roles.ts'

/** What an action is about, with the attributes that policies look at. */
export interface Resource {
  readonly type: string
  readonly id: string
  readonly attributes?: { readonly [name: string]: CedarValueJson }
}

export interface Question {
  readonly caller: Caller
  readonly action: string
  readonly resource: Resource
  readonly purpose?: Purpose | undefined
}

/** The policies of `policies/*.cedar`, checked and ready. */
export interface Policies {
  allow(question: Question): boolean
}

const folder = new URL('./policies/', import.meta.url)
const name = 'lapwing'
const remembered = 10_000

/**
 * Reads the policies and holds them strictly against their schema.
 *
 * @throws LapwingError `policy-invalid`: nothing is served with policies that may not mean what they say
 */
export function loadPolicies(): Policies {
  const files = readdirSync(folder).sort()
  const text = (ending: string) =>
    files
      .filter(file => file.endsWith(ending))
      .map(file => readFileSync(new URL(file, folder), 'utf8'))
      .join('\n')
  const [schema, staticPolicies] = [text('.cedarschema'), text('.cedar')]
  const checked = validate({ schema, policies: { staticPolicies } })
  const problems =
    checked.type === 'failure'
      ? checked.errors.map(each => each.message)
      : [...checked.validationErrors, ...checked.validationWarnings].map(each => each.error.message)
  for (const parsed of [preparseSchema(name, schema), preparsePolicySet(name, { staticPolicies })]) {
    if (parsed.type === 'failure') problems.push(...parsed.errors.map(each => each.message))
  }
  const named = /\b(?!Role|Action|Scope)\w+::"/.exec(staticPolicies)?.[0]
  if (named !== undefined) problems.push(`a policy names one thing (${named}...")`)
  if (problems.length > 0) throw invalid(problems.join('; '))
  return { allow: rememberingAnswers(ask) }
}

function ask({ caller, action, resource, purpose }: Question): boolean {
  const principal = entityOf(caller)
  const about = { type: resource.type, id: resource.id }
  const answer = statefulIsAuthorized({
    principal: principal.uid,
    action: { type: 'Action', id: action },
    resource: about,
    context: purpose === undefined ? {} : { purpose },
    preparsedSchemaName: name,
    preparsedPolicySetId: name,
    validateRequest: true,
    entities: isOwn(caller, resource)
      ? [principal]
      : [principal, { uid: about, attrs: { ...resource.attributes }, parents: [] }],
  })
  // A policy that cannot be evaluated is left out by Cedar; were it one that forbids, the answer would be too generous.
  if (answer.type === 'failure') throw invalid(answer.errors.map(each => each.message).join('; '))
  const [error] = answer.response.diagnostics.errors
  if (error !== undefined) throw invalid(error.error.message)
  return answer.response.decision === 'allow'
}

/** Whether somebody asks about themselves. */
function isOwn(caller: Caller, resource: Resource): boolean {
  const { type, id } = entityOf(caller).uid
  return type === resource.type && id === resource.id
}

function entityOf(caller: Caller) {
  switch (caller.kind) {
    case 'user':
      return entity('User', caller.id, 'Role', caller.roles)
    case 'service':
      return entity('Service', caller.id, 'Scope', caller.scopes)
    case 'console':
      return entity('Console', 'console', 'Role', [])
  }
}

function entity(type: string, id: string, parentType: string, parents: readonly string[]) {
  return { uid: { type, id }, attrs: {}, parents: parents.map(id => ({ type: parentType, id })) }
}

/**
 * Cedar's answer follows from its question alone, and the policies never change within a process. So an answer is kept
 * under the whole question: what differs in anything is another question. Only the id of what it is about is left out, unless that is
 * the caller: no policy names one thing, which `loadPolicies` holds, so ids can matter to them by no other way.
 */
function rememberingAnswers(ask: (question: Question) => boolean): (question: Question) => boolean {
  const answers = new Map<string, boolean>()
  return question => {
    const { caller, action, resource, purpose } = question
    const ownId = isOwn(caller, resource) ? resource.id : null
    const key = JSON.stringify([caller, action, resource.type, resource.attributes, ownId, purpose ?? null])
    const known = answers.get(key)
    if (known !== undefined) return known
    const answer = ask(question)
    if (answers.size >= remembered) answers.clear()
    answers.set(key, answer)
    return answer
  }
}

function invalid(message: string): LapwingError {
  return new LapwingError('policy-invalid', message, {
    place: 'src/access/policies',
    remedy: 'mend the policy, or the attributes that an operation gives; nothing is allowed meanwhile',
  })
}
