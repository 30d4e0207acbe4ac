import { answerFixes } from "./vscode/answerFixes";

answerFixes();
