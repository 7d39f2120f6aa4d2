import { texts } from './texts';

export const sharedTexts = texts({
  network: ['网络不通，请稍后再试', 'The server cannot be reached; try again in a moment'],
});
