// What the generated lexer and parser need of ANTLR's runtime, and no more.
//
// It stands in front of the runtime's own header of this name on the include path: that one pulls
// in misc/InterpreterDataReader.h, which clang 14 rejects (a defaulted constructor of a class whose
// member has none), and thirty more headers that only cost time.
#pragma once

#include "CommonTokenStream.h"
#include "ANTLRInputStream.h"
#include "CommonToken.h"
#include "BailErrorStrategy.h"
#include "DefaultErrorStrategy.h"
#include "Exceptions.h"
#include "FailedPredicateException.h"
#include "InputMismatchException.h"
#include "Lexer.h"
#include "ListTokenSource.h"
#include "NoViableAltException.h"
#include "Parser.h"
#include "ParserRuleContext.h"
#include "RecognitionException.h"
#include "Vocabulary.h"
#include "atn/ATN.h"
#include "atn/ATNDeserializer.h"
#include "atn/LexerATNSimulator.h"
#include "atn/ParserATNSimulator.h"
#include "atn/PredictionMode.h"
#include "atn/RuleStartState.h"
#include "atn/Transition.h"
#include "dfa/DFA.h"
#include "misc/IntervalSet.h"
#include "tree/TerminalNode.h"
