import { XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm'
import { LapwingError } from '../../domain/errors.ts'
import type { Finding } from './shape.ts'

export interface Validator {
  /** What the schema has against the file; nothing where it is valid. */
  problemsOf(xml: string): readonly Finding[]
}

const validators = new Map<string, Validator>()

/**
 * The validator of a schema, by libxml2. Compiled once in a process for each hash, since that takes longer than a hundred reports.
 *
 * @throws LapwingError `schema-unreadable`
 */
export function validatorOf(schema: string, hash: string): Validator {
  const known = validators.get(hash)
  if (known !== undefined) return known
  const made = compile(schema)
  validators.set(hash, made)
  return made
}

function compile(schema: string): Validator {
  let validator: XsdValidator
  const document = XmlDocument.fromString(schema.replace(/^\uFEFF/, ''))
  try {
    validator = XsdValidator.fromDoc(document)
  } catch (cause) {
    throw new LapwingError('schema-unreadable', 'This schema cannot be used to check files.', {
      remedy: 'Take the schema file (.xsd) as the authority gives it out.',
      cause,
    })
  } finally {
    document.dispose()
  }
  return {
    problemsOf(xml) {
      using file = XmlDocument.fromString(xml)
      try {
        validator.validate(file)
        return []
      } catch (error) {
        if (!(error instanceof XmlValidateError)) throw error
        return error.details.map(({ message, line }) => ({
          kind: 'rule' as const,
          place: `line ${line}`,
          message: message.trim(),
        }))
      }
    },
  }
}
