import { AppError } from '../../src-main/contract/app-error.ts';

/** The error for a file of weights that is not read. @param reason what was refused, without a full stop */
export function weightsInvalid(reason: string, options?: ErrorOptions): AppError {
  return new AppError('weights-invalid', `The file of weights was refused: ${reason}.`, options);
}
