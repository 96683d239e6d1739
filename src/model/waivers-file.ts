import { z } from 'zod';

import { declaredWaiverSchema } from './waiver.ts';

/** The file of `evaluate --waivers`: a list of waivers, each as a deployment declares it. */
export const waiversFileSchema = z.array(declaredWaiverSchema);
