import { createRequire } from 'node:module'

/**
 * Drizzle by its CommonJS files. For each ES module of a package Node reads the whole package.json again, and that of Drizzle
 * is large: imported, it costs every process that uses the store half a second more.
 */
const require = createRequire(import.meta.url)
const orm = require('drizzle-orm') as typeof import('drizzle-orm')
const core = require('drizzle-orm/pg-core') as typeof import('drizzle-orm/pg-core')
const driver = require('drizzle-orm/node-postgres') as typeof import('drizzle-orm/node-postgres')

export const {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  max,
  notInArray,
  or,
  sql,
} = orm
export const {
  bigint,
  boolean,
  customType,
  doublePrecision,
  getTableConfig,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} = core
export const { drizzle } = driver
