namespace DeepTrain.Gen.Diagnostics;

/// <summary>The ids of every rule.</summary>
internal static class DiagnosticIds
{
    // DTG0xx: declarations that cannot work
    public const string NotPartial = "DTG001";
    public const string UnsupportedType = "DTG002";
    public const string MissingStep = "DTG003";
    public const string StepsOnSeveralParts = "DTG004";
    public const string ShapeMismatch = "DTG005";
    public const string ArgumentRange = "DTG006";
    public const string NameClash = "DTG007";
    public const string UnsafeCode = "DTG008";
    public const string OldLanguage = "DTG009";
    public const string BaseConstructor = "DTG010";
    public const string RequiredMember = "DTG011";
    public const string UnknownNumber = "DTG013";
    public const string NothingTrainable = "DTG014";

    // DTG1xx: initialisation
    public const string ZeroInit = "DTG101";
    public const string ConstantInit = "DTG102";
    public const string InitTooSmall = "DTG103";
    public const string InitTooLarge = "DTG104";
    public const string XavierWithRelu = "DTG105";
    public const string SeluNeedsLeCun = "DTG106";
    public const string HeWithSaturating = "DTG107";
    public const string LeakyGain = "DTG108";
    public const string BiasInit = "DTG109";
    public const string OrthogonalGain = "DTG110";

    // DTG2xx: activations and signal propagation
    public const string SigmoidStack = "DTG201";
    public const string VanishingGradient = "DTG202";
    public const string ExplodingGradient = "DTG203";
    public const string Saturated = "DTG204";
    public const string RankCollapse = "DTG205";
    public const string DeadUnits = "DTG206";
    public const string SigmoidHidden = "DTG207";
    public const string LinearSlope = "DTG208";
    public const string SlopeRange = "DTG209";
    public const string DoubleActivation = "DTG210";
    public const string SoftmaxHidden = "DTG211";
    public const string NarrowRelu = "DTG212";
    public const string TooDeep = "DTG213";
    public const string FiniteWidth = "DTG214";
    public const string PredictedToFail = "DTG215";

    // DTG3xx: normalisation and dropout
    public const string BatchNormExplosion = "DTG301";
    public const string BiasBeforeBatchNorm = "DTG302";
    public const string DropoutBeforeBatchNorm = "DTG303";
    public const string BatchNormOnOutput = "DTG304";
    public const string BatchNormEpsilon = "DTG305";
    public const string DropoutHigh = "DTG306";
    public const string DropoutOnOutput = "DTG307";
    public const string DropoutOnInput = "DTG308";
    public const string DropoutWithSelu = "DTG309";
    public const string DropoutNoise = "DTG310";
    public const string BatchNormSmallBatch = "DTG311";
    public const string AnswerScale = "DTG312";

    // DTG4xx: loss and output
    public const string SoftmaxTwice = "DTG401";
    public const string SoftmaxOneUnit = "DTG402";
    public const string SquaredErrorOnProbabilities = "DTG403";
    public const string RectifiedOutput = "DTG404";
    public const string BadInitialLoss = "DTG405";

    // DTG5xx: optimizer and learning rate
    public const string LearningRateHigh = "DTG501";
    public const string LearningRateLow = "DTG502";
    public const string AdamEpsilon = "DTG503";
    public const string NoClipping = "DTG504";
    public const string WeightDecayTooBig = "DTG505";
    public const string DecayWithBatchNorm = "DTG506";
    public const string LongMemory = "DTG507";

    // DTG6xx: architecture and cost
    public const string Bottleneck = "DTG601";
    public const string OverPooled = "DTG602";
    public const string StrideSkips = "DTG603";
    public const string FirstDenseHuge = "DTG604";
    public const string MaxoutCost = "DTG605";
    public const string UnrollLimit = "DTG606";
    public const string UnscaledInputs = "DTG607";
    public const string UnscaledTargets = "DTG608";
}
