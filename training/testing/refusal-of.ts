import { AppError } from '../../src-main/contract/app-error.ts';

/** What a reader of weights says where it refuses; null where it reads. @throws whatever is no typed refusal */
export function refusalOf(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'weights-invalid') return error.message;
    throw error;
  }
}
