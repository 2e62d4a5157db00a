using Microsoft.CodeAnalysis;
using static DeepTrain.Gen.Diagnostics.DiagnosticIds;

namespace DeepTrain.Gen.Diagnostics;

/// <summary>
/// Which findings are consequences of others. A bad init makes gradients vanish, inputs indistinguishable and the
/// optimizer's epsilon too large at once; the user is told of the init, and the rest is part of that message.
/// </summary>
internal static class Causes
{
    /// <summary>Rules from cause to consequence; what comes first wins.</summary>
    public static readonly IReadOnlyList<(string Cause, IReadOnlyList<string> Consequences)> Table =
    [
        // nothing is drawn: every number about signals is a consequence
        (ZeroInit, Signals),
        (ConstantInit, Signals),

        // data that no init is made for
        (UnscaledInputs,
        [
            BiasInit, SigmoidStack, SigmoidHidden, InitTooSmall, InitTooLarge, HeWithSaturating, XavierWithRelu, FiniteWidth,
            NoClipping, .. Fading, .. Growing,
        ]),
        (UnscaledTargets, [BadInitialLoss, LearningRateHigh, VanishingGradient, ExplodingGradient, NoClipping, AdamEpsilon]),

        // biases that hold units at one end
        (BiasInit,
        [
            DeadUnits, NarrowRelu, FiniteWidth, SigmoidStack, SigmoidHidden, InitTooSmall, InitTooLarge, HeWithSaturating,
            XavierWithRelu, .. Fading, .. Growing,
        ]),

        // softmax, doubled or missing activations: what remains of the signal is theirs
        (SoftmaxHidden, Fading),
        (DoubleActivation, Fading),
        (LinearSlope, [SlopeRange, .. Fading]),

        // sigmoids fade under any init
        (SigmoidStack, [InitTooSmall, HeWithSaturating, OrthogonalGain, SigmoidHidden, .. Fading]),

        // the scale of weights; the special cases say more than the general ones
        (XavierWithRelu, [InitTooSmall, LeakyGain, .. Fading]),
        (SeluNeedsLeCun, [InitTooSmall, InitTooLarge, OrthogonalGain, .. Fading, .. Growing]),
        (InitTooSmall, [SigmoidHidden, LeakyGain, OrthogonalGain, .. Fading]),
        (InitTooLarge,
        [
            HeWithSaturating, LeakyGain, OrthogonalGain, DeadUnits, VanishingGradient, RankCollapse, TooDeep,
            WeightDecayTooBig, .. Growing,
        ]),
        (LeakyGain, [.. Fading, .. Growing]),
        (OrthogonalGain, [.. Fading, .. Growing]),

        // weights that are held small hold their signal small
        (WeightDecayTooBig, [TooDeep, VanishingGradient, RankCollapse, FiniteWidth]),

        (LearningRateLow, [TooDeep]),

        // a rate of dropout that leaves answers of the wrong scale
        (AnswerScale, [DropoutHigh, DropoutOnInput, DropoutOnOutput, DropoutNoise, DropoutWithSelu, TooDeep]),

        // noise that depth amplifies is the dropout's
        (DropoutOnOutput, [DropoutHigh, DropoutWithSelu, DropoutNoise]),
        (DropoutHigh, [BadInitialLoss, DropoutNoise, TooDeep, DropoutOnInput, DropoutWithSelu]),
        (DropoutNoise, [TooDeep, VanishingGradient]),

        // depth and the normalisation against it
        (BatchNormEpsilon, Growing),
        (BatchNormExplosion, [TooDeep, .. Growing]),
        (TooDeep, [VanishingGradient, RankCollapse, DeadUnits, AdamEpsilon, .. Growing]),
        (ExplodingGradient, [Saturated, BadInitialLoss, LearningRateHigh, VanishingGradient]),
        (Saturated, [VanishingGradient, RankCollapse, AdamEpsilon]),
        (NarrowRelu, [FiniteWidth]),
        (VanishingGradient, [RankCollapse, DeadUnits, AdamEpsilon, SigmoidHidden]),
        (RankCollapse, [DeadUnits]),

        // one wrong output layer is one mistake
        (SoftmaxOneUnit, [SoftmaxTwice, SquaredErrorOnProbabilities]),
        (BatchNormOnOutput, Fading),
    ];

    // findings about one step, which only something about the same step can explain
    private static readonly string[] OfOneStep =
        [DropoutHigh, DropoutOnInput, DropoutWithSelu, SlopeRange];

    // what a signal on its way to nothing brings with it
    private static IReadOnlyList<string> Fading =>
    [
        TooDeep, VanishingGradient, RankCollapse, AdamEpsilon,
        BatchNormEpsilon, DeadUnits, DropoutNoise,
    ];

    // what a growing one brings
    private static IReadOnlyList<string> Growing =>
    [
        ExplodingGradient, Saturated, BadInitialLoss, LearningRateHigh,
    ];

    private static IReadOnlyList<string> Signals =>
    [
        InitTooSmall, SigmoidStack, SigmoidHidden, SeluNeedsLeCun, BatchNormExplosion,
        LeakyGain, NarrowRelu, FiniteWidth, .. Fading, .. Growing,
    ];

    /// <summary>
    /// The findings that are nobody's consequence, each with what it explains. What warns of a failure makes a warning of its
    /// cause. An error says what is certain: it is nobody's consequence, and makes no error of anything else.
    /// </summary>
    public static IReadOnlyList<Finding> Reduce(IReadOnlyList<Finding> findings)
    {
        var left = findings.ToList();
        foreach ((string cause, IReadOnlyList<string> consequences) in Table)
        {
            for (int index = 0; index < left.Count; index++)
            {
                Finding found = left[index];
                if (found.Rule.Id != cause)
                    continue;
                Finding[] explained = left.Where(finding => consequences.Contains(finding.Rule.Id)
                    && finding.Severity < DiagnosticSeverity.Error
                    && (finding.Place.Step == found.Place.Step || !OfOneStep.Contains(finding.Rule.Id))).ToArray();
                if (explained.Length == 0)
                    continue;
                left[index] = found with
                {
                    Explains = found.Explains.Concat(explained).ToArray(),
                    Severity = found.KnowsBetter
                        ? found.Severity
                        : explained.Select(finding => finding.Severity).Append(found.Severity).Max(),
                };
                left.RemoveAll(explained.Contains);
                index = left.FindIndex(finding => finding.Rule == found.Rule && finding.Place == found.Place);
            }
        }

        return left;
    }
}
