/** Words that good reports do without. */

/** A whole field that only says that there is nothing to say. */
export const fillers =
  /^(n\.?\/?a\.?|unknown|unk|nil|none|null|not (known|applicable|available|provided|stated)|no (data|information)|tb[ac]|x+|-+|\.+|\?+|test)$/i

export const titles = {
  before: /^(mr|mrs|ms|miss|mx|dr|prof|professor|sir|madam|rev|hon)\.?\s/i,
  within: /\b(Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Rev)\.?\s+\p{Lu}/u,
} as const

export const officerRanks =
  /\b(Detective|Constable|Sergeant|Inspector|Superintendent|Commissioner|Special Agent|Agent|Officer|Sgt|Det|Cst)\.?\s+\p{Lu}\p{Ll}+/u

export const operationNames = /\b(Operation|Op|Task ?[Ff]orce|Strike ?[Ff]orce)\s+\p{Lu}\p{L}+/u

/** What a court finds, or nobody, and no payment shows. */
export const accusingWords =
  /\b(p(a)?edophiles?|predators?|perpetrators?|offenders?|perverts?|molesters?|abusers?|rapists?|criminals?|monsters?|guilty|sick(o|os)|groomers?|traffickers?)\b/i
