import { z } from 'zod'
import { CACHE_KINDS, type Answers } from '../answer'
import { id, name, returns, route } from './route'

const notation = z.string().min(1).max(4000)

/** Texts that plans write. */
export const answersRoutes = {
  /** Told as `answer.progress` while it goes on; answered when all is written, or cancelled. */
  'answers.write': route(
    z.strictObject({
      id,
      model: name,
      plans: z.array(notation).min(1).max(50),
      prompt: z.string().min(1).max(400_000),
      maxNewTokens: z.number().int().min(1).max(100_000),
      stops: z.array(z.string().min(1).max(400)).max(20),
      cache: z.enum(CACHE_KINDS),
    }),
    returns<Answers>(),
  ),
  'answers.cancel': route(z.strictObject({ id }), returns<null>()),
} as const
